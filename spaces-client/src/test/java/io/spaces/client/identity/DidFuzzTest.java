package io.spaces.client.identity;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.spaces.client.error.InvalidParameterException;

/** Any text is a DID, or refused as one. */
public class DidFuzzTest {
  @FuzzTest
  public void anyTextIsADidOrADocumentedError(byte[] data) {
    String text = new String(data, UTF_8);
    boolean valid = Did.isValid(text);
    try {
      Did did = Did.parse(text);
      assertThat(valid).isTrue();
      assertThat(Did.parse(did.address())).isEqualTo(did);
    } catch (InvalidParameterException documented) {
      assertThat(valid).isFalse();
    }
  }
}
