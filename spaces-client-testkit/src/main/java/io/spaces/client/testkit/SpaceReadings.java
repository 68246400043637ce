package io.spaces.client.testkit;

import io.spaces.client.testkit.internal.route.Readings;
import org.jspecify.annotations.Nullable;

/**
 * The settings of a {@link SpaceServer} that say how it answers where only the routes of the
 * official server decide, which are not public: one for each way to read them. The table is in this
 * package's description. The defaults are the core's.
 *
 * @param <B> the builder
 */
public abstract sealed class SpaceReadings<B extends SpaceReadings<B>> permits SpaceAccess {
  private int fullStatus = 403;
  private int absentObject = 404;
  private @Nullable Integer absentEntry;
  private boolean contentLength;
  private Database database = Database.POSTGRES;
  private boolean strictRecords;
  private AuditPage auditPage = AuditPage.ROWS;
  private boolean officialHeads;
  private boolean extras = true;

  SpaceReadings() {}

  abstract B self();

  /**
   * Sets what a new key is answered with when the space is full. Default: 403.
   *
   * @param status such as 402, 413 or 507
   * @return this
   * @throws IllegalArgumentException when it is not 400 to 599
   */
  public final B fullStatus(int status) {
    fullStatus = within("fullStatus", status, 400);
    return self();
  }

  /**
   * Sets what a GET of an object that is not there is answered with. Default: 404.
   *
   * @param status such as 400 or 500, or 200 for an answer without a body
   * @return this
   * @throws IllegalArgumentException when it is not 200 to 599
   */
  public final B absentObject(int status) {
    absentObject = within("absentObject", status, 200);
    return self();
  }

  /**
   * Sets what a question for one object's description, {@code list/…}, is answered with when there
   * is none. Default: 200 and {@code null}.
   *
   * @param status such as 404, or 200 for an answer without a body
   * @return this
   * @throws IllegalArgumentException when it is not 200 to 599
   */
  public final B absentEntry(int status) {
    absentEntry = within("absentEntry", status, 200);
    return self();
  }

  /**
   * Sets whether the content of an object comes with its {@code Content-Length}. Default: false, as
   * the core hands out streams.
   *
   * @param on true to say it
   * @return this
   */
  public final B contentLength(boolean on) {
    contentLength = on;
    return self();
  }

  /**
   * Sets the database by whose rules folders are listed and deleted. Default: {@link
   * Database#POSTGRES}.
   *
   * @param kind the database
   * @return this
   */
  public final B database(Database kind) {
    database = kind;
    return self();
  }

  /**
   * Sets whether a record has to satisfy the core's own schema of the audit log, by which {@code
   * serverDid} and {@code signerDid} are not empty, or only the check of the official client, which
   * lets them be. Default: false; {@link Verification#STRICT} asks for it anyway.
   *
   * @param on true for the core's schema
   * @return this
   */
  public final B strictRecords(boolean on) {
    strictRecords = on;
    return self();
  }

  /**
   * Sets the form of the audit log's pages. Default: {@link AuditPage#ROWS}.
   *
   * @param form one that a server may use
   * @return this
   */
  public final B auditPage(AuditPage form) {
    auditPage = form;
    return self();
  }

  /**
   * Sets whether {@code HEAD} is answered only where official programs ask, {@code
   * <endpoint>object/} and {@code /api/space/<spaceDid>}, or at the endpoint itself as well.
   * Default: false, there as well.
   *
   * @param on true to answer 404 at the endpoint itself
   * @return this
   */
  public final B officialHeads(boolean on) {
    officialHeads = on;
    return self();
  }

  /**
   * Sets whether {@code HEAD} says all that it can, or only what servers before 0.5.77 said: the
   * space's name, and whether it may be listed, read and written. Default: true.
   *
   * @param on false to say less
   * @return this
   */
  public final B statusExtras(boolean on) {
    extras = on;
    return self();
  }

  private static int within(String parameter, int status, int least) {
    if (status < least || status > 599) {
      throw new IllegalArgumentException(
          parameter + " is " + status + "; expected an HTTP status from " + least + " to 599");
    }
    return status;
  }

  final Readings readings() {
    return new Readings(
        fullStatus,
        absentObject,
        absentEntry,
        contentLength,
        database,
        strictRecords,
        auditPage,
        officialHeads,
        extras);
  }
}
