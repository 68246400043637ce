/**
 * The Java SDK for DID Spaces: backs an application's data up to user-owned storage, and gets it
 * back.
 */
// resilience4j has no module descriptor of its own; the test kit is built after this module.
@SuppressWarnings({"requires-automatic", "requires-transitive-automatic", "module"})
module io.spaces.client {
  requires static transitive org.jspecify;
  // Only for those who schedule, send mail, measure, read plans in YAML, compress with Zstandard,
  // or archive.
  requires static com.fasterxml.jackson.dataformat.yaml;
  requires static com.github.luben.zstd_jni;
  requires static jakarta.mail;
  requires static org.apache.commons.compress;
  requires static org.quartz;
  // Quartz's scheduler has it in its signature.
  requires java.rmi;
  requires static micrometer.core;
  requires transitive java.sql;
  requires com.fasterxml.jackson.core;
  requires com.fasterxml.jackson.databind;
  requires io.github.resilience4j.core;
  requires io.github.resilience4j.ratelimiter;
  requires io.github.resilience4j.retry;
  requires okhttp3;
  requires okio;
  requires org.apache.commons.codec;
  requires org.bouncycastle.provider;
  requires org.slf4j;

  exports io.spaces.client;
  exports io.spaces.client.backup;
  exports io.spaces.client.database;
  exports io.spaces.client.error;
  exports io.spaces.client.identity;
  exports io.spaces.client.history;
  exports io.spaces.client.schedule;
  exports io.spaces.client.restore;
  exports io.spaces.client.snapshot;
  exports io.spaces.client.transfer;

  // The test kit is a space: it checks what clients send with the very same formats.
  exports io.spaces.client.internal.content to
      io.spaces.client.testkit;
  exports io.spaces.client.internal.protocol.sign to
      io.spaces.client.testkit;
  // Its clock is one that waits, too.
  exports io.spaces.client.internal.waiting to
      io.spaces.client.testkit;
}
