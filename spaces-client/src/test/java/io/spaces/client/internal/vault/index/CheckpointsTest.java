package io.spaces.client.internal.vault.index;

import static org.assertj.core.api.Assertions.assertThat;

import io.spaces.client.internal.content.Payload;
import io.spaces.client.internal.vault.Vault;
import io.spaces.client.internal.vault.format.IndexFormat;
import io.spaces.client.internal.vault.object.MemoryStore;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class CheckpointsTest {
  private static final byte[] ONE_BLOB = new byte[41];

  private final MemoryStore store = new MemoryStore();

  @Test
  void packsAreIndexedBeforeThereAreMoreThan64WithoutAnIndex() {
    try (Vault vault = Vault.openOrCreate(store, null, null);
        Checkpoints checkpoints = new Checkpoints(vault.index(), List.of(), Checkpoints.EVERY)) {
      for (int pack = 1; pack <= 63; pack++) {
        checkpoints.stored(pack(pack));
      }
      assertThat(store.keys("index/")).isEmpty();
      checkpoints.stored(pack(64));
      assertThat(store.keys("index/")).hasSize(1);
      for (int pack = 65; pack <= 128; pack++) {
        checkpoints.stored(pack(pack));
      }
      assertThat(store.keys("index/")).hasSize(2);
      checkpoints.write();
      assertThat(store.keys("index/")).as("nothing is left to write").hasSize(2);
    }
  }

  @Test
  void whatCouldNotBeIndexedIsIndexedTheNextTime() {
    try (Vault vault = Vault.openOrCreate(store, null, null);
        Checkpoints checkpoints = new Checkpoints(vault.index(), List.of(), Checkpoints.EVERY)) {
      store.refuse(key -> key.startsWith("index/"));
      for (int pack = 1; pack <= 64; pack++) {
        checkpoints.stored(pack(pack));
      }
      assertThat(store.keys("index/")).isEmpty();
      store.lives();
      checkpoints.write();
      assertThat(store.keys("index/")).hasSize(1);
    }
  }

  @Test
  void aSinglePackIsIndexedOnceItHasWaitedLongEnough() throws InterruptedException {
    assertThat(Checkpoints.EVERY).isLessThanOrEqualTo(Duration.ofSeconds(30));
    CountDownLatch written = new CountDownLatch(1);
    MemoryStore watched =
        new MemoryStore() {
          @Override
          public void put(String key, Payload content) {
            super.put(key, content);
            if (key.startsWith("index/")) {
              written.countDown();
            }
          }
        };
    try (Vault vault = Vault.openOrCreate(watched, null, null);
        Checkpoints checkpoints =
            new Checkpoints(vault.index(), List.of(), Duration.ofMillis(10))) {
      checkpoints.stored(pack(1));

      assertThat(written.await(1, TimeUnit.MINUTES)).isTrue();
    }
    assertThat(watched.keys("index/")).hasSize(1);
  }

  private static IndexFormat.Pack pack(int number) {
    return new IndexFormat.Pack(ByteBuffer.allocate(16).putInt(number).array(), ONE_BLOB.clone());
  }
}
