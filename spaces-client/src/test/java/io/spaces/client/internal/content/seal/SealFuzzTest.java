package io.spaces.client.internal.content.seal;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;

/** Nothing but what was sealed comes out of a seal. */
public class SealFuzzTest {
  private static final byte[] NAME = {'n'};
  private static final Sealer SEALER = new AesGcmSealer(new byte[32]);

  @FuzzTest
  public void whatIsSealedComesBackAndNothingElseDoes(byte[] data) throws IOException {
    ByteArrayOutputStream sealed = new ByteArrayOutputStream();
    SealedOutput out = new SealedOutput(SEALER, NAME, sealed);
    out.write(data);
    out.finish();
    if (!Arrays.equals(open(sealed.toByteArray()), data)) {
      throw new AssertionError("something else than was sealed");
    }
    try {
      open(data);
    } catch (BrokenSealException documented) {
      return;
    }
    throw new AssertionError("made up, and opened");
  }

  private static byte[] open(byte[] sealed) throws IOException {
    try (InputStream in = new SealedInput(SEALER, "n", NAME, new ByteArrayInputStream(sealed))) {
      return in.readAllBytes();
    }
  }
}
