package io.spaces.client.internal.vault.object;

import io.spaces.client.backup.Encryption;
import io.spaces.client.internal.content.Payload;
import io.spaces.client.internal.content.chunk.ChunkSizes;
import io.spaces.client.internal.content.seal.AesGcmSealer;
import io.spaces.client.internal.content.seal.KeyMaterial;
import io.spaces.client.internal.crypto.RandomBytes;
import io.spaces.client.internal.vault.format.KeyWrap;
import io.spaces.client.internal.vault.format.ObjectNames;
import io.spaces.client.internal.vault.format.VaultConfig;
import java.util.HexFormat;
import java.util.List;

/** An encrypted vault as the release before there were several keys has made it: format 1. */
public final class FormerVault {
  private FormerVault() {}

  public static void create(ObjectStore store, Encryption encryption, ChunkSizes chunks) {
    VaultConfig plain = new VaultConfig(RandomBytes.name(ObjectNames.ID_LENGTH), chunks, null);
    KeyMaterial material = KeyMaterial.of(encryption);
    byte[] context = plain.binding(material.kind(), material.cost());
    byte[] salt = RandomBytes.of(KeyWraps.KEY_LENGTH);
    byte[] wrapped = new byte[KeyWraps.KEY_LENGTH + 16];
    try (AesGcmSealer sealer =
        new AesGcmSealer(material.wrappingKey(material.cost(), salt, context))) {
      byte[] master = RandomBytes.of(KeyWraps.KEY_LENGTH);
      sealer.seal(salt, context).seal(0, true, master, master.length, wrapped);
    }
    KeyWrap first =
        new KeyWrap(
            KeyWrap.FIRST,
            1,
            material.kind(),
            material.cost(),
            material.hasExtraSalt(),
            HexFormat.of().formatHex(salt),
            HexFormat.of().formatHex(wrapped));
    VaultConfig config =
        new VaultConfig(1, plain.id(), chunks, plain.cutter(), null, List.of(first), "");
    store.put(ObjectNames.CONFIG, Payload.of(config.write()));
  }
}
