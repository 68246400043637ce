package io.spaces.client.internal.crypto;

import java.math.BigInteger;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** An ECDSA signature as a DER sequence of two numbers, which has one spelling only. */
record DerSignature(BigInteger r, BigInteger s) {
  private static final int SEQUENCE = 0x30;
  private static final int INTEGER = 0x02;

  // Two numbers of up to 33 bytes: every length fits in one byte.
  private static final int MAX_NUMBER = 33;

  byte[] encode() {
    byte[] first = r.toByteArray();
    byte[] second = s.toByteArray();
    byte[] der = new byte[6 + first.length + second.length];
    der[0] = SEQUENCE;
    der[1] = (byte) (der.length - 2);
    put(first, der, 2);
    put(second, der, 4 + first.length);
    return der;
  }

  /** The two numbers, or null when the bytes are anything but strict DER. */
  static @Nullable DerSignature decode(byte[] der) {
    if (der.length < 8 || der.length > 6 + 2 * MAX_NUMBER || der[3] > MAX_NUMBER) {
      return null;
    }
    int secondAt = 4 + der[3];
    if (der[3] < 1 || secondAt + 3 > der.length || der[secondAt + 1] < 1) {
      return null;
    }
    if (secondAt + 2 + der[secondAt + 1] != der.length) {
      return null;
    }
    DerSignature signature =
        new DerSignature(
            new BigInteger(der, 4, der[3]), new BigInteger(der, secondAt + 2, der[secondAt + 1]));
    return Arrays.equals(signature.encode(), der) ? signature : null;
  }

  private static void put(byte[] number, byte[] der, int at) {
    der[at] = INTEGER;
    der[at + 1] = (byte) number.length;
    System.arraycopy(number, 0, der, at + 2, number.length);
  }
}
