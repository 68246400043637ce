package io.spaces.client.internal.transfer;

import static org.assertj.core.api.Assertions.assertThat;

import io.spaces.client.transfer.ObjectFailure;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class ObjectLogTest {
  @Test
  void noObjectForgesALineByItsKeyOrByWhatIsSaidOfIt() {
    String key = "a\n[main] INFO all is well\u001b[2J";
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    PrintStream before = System.err;
    System.setErr(new PrintStream(out, true, StandardCharsets.UTF_8));
    try {
      ObjectLog log = new ObjectLog("uploaded", true);
      log.moved(key, 3);
      log.failed(new ObjectFailure(key, "\"" + key + "\" may not be read", null));
    } finally {
      System.setErr(before);
    }

    assertThat(out.toString(StandardCharsets.UTF_8).lines())
        .hasSize(2)
        .allSatisfy(line -> assertThat(line).contains("a\\u000a[main]").doesNotContain("\u001b"));
  }
}
