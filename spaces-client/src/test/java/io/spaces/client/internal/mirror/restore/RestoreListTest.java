package io.spaces.client.internal.mirror.restore;

import static org.assertj.core.api.Assertions.assertThat;

import io.spaces.client.internal.restore.platform.NameTraits;
import io.spaces.client.internal.source.rules.FileRules;
import io.spaces.client.transfer.ObjectFailure;
import java.util.Random;
import org.junit.jupiter.api.Test;

class RestoreListTest {
  private static final FileRules ALL = FileRules.builder().defaults(false).build();

  @Test
  void objectsComeBackAsTheyWentIn() {
    long seed = 5;
    Random random = new Random(seed);
    RestoreList list = new RestoreList(ALL, NameTraits.EXACT);
    int count = 20_000;
    for (int i = 0; i < count; i++) {
      list.visit(key(i), i - 1L, i * 3L - 1, i % 3 == 0 ? null : digest(i), null);
    }
    RestoreIndex index = list.index();
    assertThat(index.count()).isEqualTo(count);
    for (int n = 0; n < 5000; n++) {
      int i = random.nextInt(count);
      assertThat(index.key(i)).as("seed %d", seed).isEqualTo(key(i));
      assertThat(index.size(i)).isEqualTo(i - 1L);
      assertThat(index.lastModified(i)).isEqualTo(i * 3L - 1);
      assertThat(index.digest(i)).isEqualTo(i % 3 == 0 ? null : digest(i));
    }
  }

  @Test
  void whatCannotBeRestoredIsToldAndCounted() {
    RestoreList list = new RestoreList(ALL, new NameTraits(true, false));
    list.visit("a/b", 10, 0, null, null);
    list.visit("a/b", 10, 0, null, null);
    list.visit("A/c", 20, 0, null, null);
    list.visit("../x", 40, 0, null, null);
    list.visit("y".repeat(100_000), -1, 0, null, null);
    list.visit(".vault/config", 80, 0, null, null);

    assertThat(list.index().count()).isEqualTo(1);
    assertThat(list.refused())
        .extracting(ObjectFailure::key)
        .containsExactly("A/c", "../x", "y".repeat(300) + "…");
    assertThat(list.objects()).isEqualTo(4);
    assertThat(list.bytes()).isEqualTo(70);
  }

  private static String key(int i) {
    return "folder é " + i / 100 + "/" + "long".repeat(i % 40) + i;
  }

  private static byte[] digest(int i) {
    byte[] digest = new byte[32];
    new Random(i).nextBytes(digest);
    return digest;
  }
}
