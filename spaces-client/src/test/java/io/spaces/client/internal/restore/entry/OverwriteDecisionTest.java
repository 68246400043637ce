package io.spaces.client.internal.restore.entry;

import static io.spaces.client.internal.restore.entry.OverwriteDecision.KEEP;
import static io.spaces.client.internal.restore.entry.OverwriteDecision.SAME;
import static io.spaces.client.internal.restore.entry.OverwriteDecision.WRITE;
import static io.spaces.client.restore.OverwritePolicy.ALWAYS;
import static io.spaces.client.restore.OverwritePolicy.IF_DIFFERENT;
import static io.spaces.client.restore.OverwritePolicy.IF_NEWER;
import static io.spaces.client.restore.OverwritePolicy.NEVER;
import static org.assertj.core.api.Assertions.assertThat;

import io.spaces.client.internal.restore.SafeTarget;
import io.spaces.client.restore.OverwritePolicy;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class OverwriteDecisionTest {
  private static final long TIME = 1_700_000_000_000_000_000L;

  @TempDir Path folder;

  @Test
  void aMissingFileIsWrittenWhateverThePolicy() throws IOException {
    for (OverwritePolicy policy : OverwritePolicy.values()) {
      assertThat(decide(policy, "x", TIME)).isEqualTo(WRITE);
    }
  }

  @Test
  void aFileWithTheRightContentIsTheSame() throws IOException {
    plant("right");
    assertThat(decide(IF_DIFFERENT, "right", TIME)).isEqualTo(SAME);
    assertThat(decide(IF_DIFFERENT, "wrong", TIME)).isEqualTo(WRITE);
    assertThat(decide(IF_DIFFERENT, "longer", TIME)).isEqualTo(WRITE);
    assertThat(decide(ALWAYS, "right", TIME)).isEqualTo(WRITE);
    assertThat(decide(NEVER, "wrong", TIME)).isEqualTo(KEEP);
  }

  @Test
  void anEarlierFileIsReplacedByANewerOne() throws IOException {
    plant("x");
    assertThat(decide(IF_NEWER, "y", TIME + 1)).isEqualTo(WRITE);
    assertThat(decide(IF_NEWER, "y", TIME)).isEqualTo(KEEP);
    assertThat(decide(IF_NEWER, "y", TIME - 1)).isEqualTo(KEEP);
    assertThat(decide(IF_NEWER, "y", SafeTarget.NO_TIME)).isEqualTo(WRITE);
  }

  @Test
  void aLinkToTheRightContentIsNotTheSame() throws IOException {
    Files.writeString(folder.resolve("g"), "right");
    Files.createSymbolicLink(folder.resolve("f"), Path.of("g"));
    assertThat(decide(IF_DIFFERENT, "right", TIME)).isEqualTo(WRITE);
  }

  private void plant(String content) throws IOException {
    Files.writeString(folder.resolve("f"), content);
    Files.setLastModifiedTime(folder.resolve("f"), FileTime.from(TIME, TimeUnit.NANOSECONDS));
  }

  private OverwriteDecision decide(OverwritePolicy policy, String wanted, long mtimeNs)
      throws IOException {
    byte[] bytes = wanted.getBytes(StandardCharsets.UTF_8);
    try (SafeTarget target = SafeTarget.openReadOnly(folder)) {
      return OverwriteDecision.decide(
          policy,
          target,
          target.path("f"),
          bytes.length,
          mtimeNs,
          content -> {
            ByteBuffer there = ByteBuffer.allocate(bytes.length);
            content.read(there);
            return there.flip().equals(ByteBuffer.wrap(bytes));
          });
    }
  }
}
