package io.spaces.client.testkit.internal.route;

import io.spaces.client.testkit.AuditPage;
import io.spaces.client.testkit.Database;
import org.jspecify.annotations.Nullable;

/**
 * What the official core leaves to the routes of a server, which are not public: one way to read
 * it.
 *
 * @param fullStatus what a new key is answered with when the space is full
 * @param absentObject what a GET of an object that is not there is answered with
 * @param absentEntry what a question for its description is answered with; null for 200 and {@code
 *     null}
 * @param contentLength whether the content of an object comes with its length
 * @param database what folders are listed and deleted by
 * @param strictRecords whether records satisfy the core's own schema
 * @param page the form of the audit log
 * @param officialHeads whether HEAD is answered only where official programs ask
 * @param extras whether HEAD says more than what may be done
 */
public record Readings(
    int fullStatus,
    int absentObject,
    @Nullable Integer absentEntry,
    boolean contentLength,
    Database database,
    boolean strictRecords,
    AuditPage page,
    boolean officialHeads,
    boolean extras) {}
