package io.spaces.client.internal.vault.pack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import io.spaces.client.backup.Encryption;
import io.spaces.client.error.CancelledException;
import io.spaces.client.internal.vault.Vault;
import io.spaces.client.internal.vault.format.BlobHeader;
import io.spaces.client.internal.vault.format.BlobId;
import io.spaces.client.internal.vault.object.MemoryStore;
import io.spaces.client.internal.waiting.Cancellation;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.FutureTask;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class PackStoreTest {
  private static final BlobHeader GOOD = new BlobHeader(new BlobId(1, 2, 3, 4), (byte) 0, 100, 100);
  private static final BlobHeader BAD = new BlobHeader(new BlobId(5, 6, 7, 8), (byte) 0, 100, 100);

  private static final Duration LONG = Duration.ofSeconds(60);

  private final MemoryStore store = new MemoryStore();

  @Test
  void aPackWithHalfABlobInItIsNeverStored() {
    Map<List<BlobHeader>, Boolean> settled = new ConcurrentHashMap<>();
    try (Vault vault = Vault.openOrCreate(store, null, null);
        PackStore packs =
            new PackStore(
                vault.objects(),
                1,
                new Cancellation(),
                (pack, failure) -> settled.put(pack.blobs(), failure == null))) {
      PackBuilder pack = packs.take();
      pack.add(GOOD, new byte[100]);
      // As when memory runs out between a blob's header and its bytes.
      assertThatThrownBy(() -> pack.add(BAD, new byte[10]))
          .isInstanceOf(IndexOutOfBoundsException.class);
      packs.giveBack(pack);
      PackBuilder next = packs.take();
      next.add(BAD, new byte[100]);
      packs.giveBack(next);
      packs.flush();
    }

    assertThat(settled)
        .containsExactlyInAnyOrderEntriesOf(Map.of(List.of(GOOD), false, List.of(BAD), true));
    assertThat(store.keys("packs/")).hasSize(1);
  }

  /** As when there is not the memory for it: what could not be begun takes up no place. */
  @Test
  void aPackThatCannotBeBegunIsNoneOfThoseInUse() {
    Vault vault = Vault.openOrCreate(store, Encryption.key("5a".repeat(32)), null);
    try (PackStore packs = new PackStore(vault.objects(), 1, new Cancellation(), (p, f) -> {})) {
      vault.close(); // its key is wiped, and nothing can be sealed

      assertTimeoutPreemptively(
          LONG,
          () -> {
            for (int i = 0; i < 20; i++) {
              assertThatThrownBy(packs::take).isInstanceOf(CancelledException.class);
            }
          });
    }
  }

  @Test
  void whereLengthsAreToldAnywayOnlyOnePackIsFilledBesideThoseOnTheirWay() throws Exception {
    Cancellation cancellation = new Cancellation();
    BlockingQueue<PackBuilder> taken = new LinkedBlockingQueue<>();
    try (Vault vault = Vault.openOrCreate(store, null, null);
        PackStore packs = new PackStore(vault.objects(), 2, cancellation, (p, f) -> {})) {
      for (int i = 0; i < 3; i++) {
        taken.add(packs.take());
      }
      FutureTask<PackBuilder> oneMore = new FutureTask<>(packs::take);
      Thread worker = new Thread(oneMore, "worker");
      worker.start();
      while (worker.isAlive() && worker.getState() != Thread.State.WAITING) {
        Thread.onSpinWait();
      }
      assertThat(oneMore.isDone()).as("took a fourth").isFalse();

      packs.giveBack(taken.take());

      assertThat(oneMore.get(LONG.toSeconds(), TimeUnit.SECONDS)).isNotNull();
    }
  }
}
