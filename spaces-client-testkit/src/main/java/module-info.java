/**
 * A DID Space to test against: in the same process, in a JUnit test, or as a server on disk. JUnit
 * and AssertJ are needed only by those who use the extension or the assertions.
 */
module io.spaces.client.testkit {
  requires static transitive org.jspecify;
  // Not transitively: whoever needs neither could not compile without them.
  requires static org.junit.jupiter.api;
  requires static org.assertj.core;
  requires transitive io.spaces.client;
  requires com.fasterxml.jackson.core;
  requires com.fasterxml.jackson.databind;
  requires jdk.httpserver;
  requires org.bouncycastle.provider;
  requires org.slf4j;

  exports io.spaces.client.testkit;
  exports io.spaces.client.testkit.faults;
}
