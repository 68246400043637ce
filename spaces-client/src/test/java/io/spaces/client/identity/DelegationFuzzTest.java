package io.spaces.client.identity;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.spaces.client.error.InvalidParameterException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;

/** No token but one that a key has signed is a delegation, and no other exception comes of it. */
public class DelegationFuzzTest {
  private static final Base64.Encoder BASE64 = Base64.getUrlEncoder().withoutPadding();

  @FuzzTest
  public void nothingMadeUpIsADelegation(byte[] data) {
    refuse(new String(data, StandardCharsets.UTF_8));
    // The same as the three parts of a token, so that what lies behind base64 is reached.
    int length = data.length / 3;
    refuse(
        BASE64.encodeToString(
                "{\"alg\":\"Ed25519\",\"type\":\"JWT\"}".getBytes(StandardCharsets.UTF_8))
            + "."
            + BASE64.encodeToString(data)
            + "."
            + BASE64.encodeToString(new byte[64]));
    refuse(
        BASE64.encodeToString(Arrays.copyOf(data, length))
            + "."
            + BASE64.encodeToString(Arrays.copyOfRange(data, length, 2 * length))
            + "."
            + BASE64.encodeToString(Arrays.copyOfRange(data, 2 * length, data.length)));
  }

  private static void refuse(String token) {
    try {
      Delegation.parse(token);
    } catch (InvalidParameterException documented) {
      return;
    }
    throw new AssertionError("a delegation that nobody has signed: " + token);
  }
}
