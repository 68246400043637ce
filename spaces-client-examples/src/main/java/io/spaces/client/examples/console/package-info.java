/**
 * A web console for backups: a page and a REST interface over a {@link
 * io.spaces.client.schedule.BackupScheduler}, on the JDK's own HTTP server.
 */
@NullMarked
package io.spaces.client.examples.console;

import org.jspecify.annotations.NullMarked;
