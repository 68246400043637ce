package io.spaces.client.internal.vault;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.spaces.client.internal.http.Cancellation;
import io.spaces.client.internal.vault.format.BlobHeader;
import io.spaces.client.internal.vault.format.BlobId;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.junit.jupiter.api.Test;

class PackStoreTest {
  private static final BlobHeader GOOD = new BlobHeader(new BlobId(1, 2, 3, 4), (byte) 0, 100, 100);
  private static final BlobHeader BAD = new BlobHeader(new BlobId(5, 6, 7, 8), (byte) 0, 100, 100);

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
}
