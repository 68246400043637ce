package io.spaces.client.internal.crypto;

import java.math.BigInteger;
import java.security.SecureRandom;
import java.util.Arrays;
import org.bouncycastle.asn1.x9.X9ECParameters;
import org.bouncycastle.crypto.digests.SHA256Digest;
import org.bouncycastle.crypto.ec.CustomNamedCurves;
import org.bouncycastle.crypto.params.ECDomainParameters;
import org.bouncycastle.crypto.params.ECPrivateKeyParameters;
import org.bouncycastle.crypto.params.ECPublicKeyParameters;
import org.bouncycastle.crypto.signers.ECDSASigner;
import org.bouncycastle.crypto.signers.HMacDSAKCalculator;
import org.bouncycastle.math.ec.FixedPointCombMultiplier;
import org.bouncycastle.util.BigIntegers;

/**
 * ECDSA over secp256k1 with nonces by RFC 6979 and signatures in DER. The message is taken as the
 * hash to be signed: what is longer than 32 bytes is cut there.
 */
public final class Secp256k1Key implements SigningKey {
  public static final int SECRET_KEY_SIZE = 32;

  /** Ethereum leaves out the byte that says "uncompressed"; everybody else writes it. */
  public enum PublicKeyForm {
    UNCOMPRESSED(0),
    ETHEREUM(1);

    private final int skip;

    PublicKeyForm(int skip) {
      this.skip = skip;
    }
  }

  private static final ECDomainParameters CURVE = curve();
  private static final BigInteger HALF_ORDER = CURVE.getN().shiftRight(1);
  private static final int UNCOMPRESSED_SIZE = 65;
  private static final byte UNCOMPRESSED_TAG = 4;

  private final ECPrivateKeyParameters secret;
  private final byte[] publicKey;

  private Secp256k1Key(BigInteger scalar, PublicKeyForm form) {
    secret = new ECPrivateKeyParameters(scalar, CURVE);
    byte[] point =
        new FixedPointCombMultiplier().multiply(CURVE.getG(), scalar).normalize().getEncoded(false);
    publicKey = Arrays.copyOfRange(point, form.skip, point.length);
  }

  private static ECDomainParameters curve() {
    X9ECParameters curve = CustomNamedCurves.getByName("secp256k1");
    return new ECDomainParameters(curve.getCurve(), curve.getG(), curve.getN(), curve.getH());
  }

  /** Whether these are 32 bytes of a number from 1 to the order of the curve less 1. */
  public static boolean isSecretKey(byte[] bytes) {
    return bytes.length == SECRET_KEY_SIZE && isInRange(new BigInteger(1, bytes));
  }

  public static Secp256k1Key of(byte[] secretKey, PublicKeyForm form) {
    return new Secp256k1Key(new BigInteger(1, secretKey), form);
  }

  public static Secp256k1Key random(PublicKeyForm form) {
    BigInteger last = CURVE.getN().subtract(BigInteger.ONE);
    return new Secp256k1Key(
        BigIntegers.createRandomInRange(BigInteger.ONE, last, new SecureRandom()), form);
  }

  @Override
  public byte[] sign(byte[] message) {
    ECDSASigner signer = new ECDSASigner(new HMacDSAKCalculator(new SHA256Digest()));
    signer.init(true, secret);
    BigInteger[] rs = signer.generateSignature(message);
    BigInteger s = rs[1].compareTo(HALF_ORDER) > 0 ? CURVE.getN().subtract(rs[1]) : rs[1];
    return new DerSignature(rs[0], s).encode();
  }

  @Override
  public byte[] publicKey() {
    return publicKey.clone();
  }

  @Override
  public byte[] secretKey() {
    return BigIntegers.asUnsignedByteArray(SECRET_KEY_SIZE, secret.getD());
  }

  /** Checks a signature, which must be strict DER; a high s is accepted. */
  public static boolean verify(
      byte[] publicKey, PublicKeyForm form, byte[] message, byte[] signature) {
    if (publicKey.length != UNCOMPRESSED_SIZE - form.skip) {
      return false;
    }
    byte[] point = new byte[UNCOMPRESSED_SIZE];
    point[0] = UNCOMPRESSED_TAG;
    System.arraycopy(publicKey, 0, point, form.skip, publicKey.length);
    if (point[0] != UNCOMPRESSED_TAG) {
      return false; // the library would take the hybrid form of X9.62 as well
    }
    DerSignature rs = DerSignature.decode(signature);
    if (rs == null) {
      return false;
    }
    try {
      ECDSASigner verifier = new ECDSASigner();
      verifier.init(false, new ECPublicKeyParameters(CURVE.getCurve().decodePoint(point), CURVE));
      return verifier.verifySignature(message, rs.r(), rs.s());
    } catch (IllegalArgumentException e) {
      return false; // the key is not a point on the curve
    }
  }

  private static boolean isInRange(BigInteger scalar) {
    return scalar.signum() > 0 && scalar.compareTo(CURVE.getN()) < 0;
  }
}
