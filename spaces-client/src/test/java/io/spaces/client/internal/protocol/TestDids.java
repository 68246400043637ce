package io.spaces.client.internal.protocol;

import io.spaces.client.identity.Did;
import io.spaces.client.identity.DidRole;
import io.spaces.client.identity.HashType;
import io.spaces.client.identity.KeyType;

/** A space and an app to talk about. */
final class TestDids {
  static final String SPACE = did(1);
  static final String APP = did(2);

  private TestDids() {}

  private static String did(int number) {
    byte[] key = new byte[32];
    key[0] = (byte) number;
    return Did.of(DidRole.ACCOUNT, KeyType.ED25519, HashType.SHA3, key).address();
  }
}
