package io.spaces.client.internal.protocol.object;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.spaces.client.error.SpaceException;
import io.spaces.client.internal.http.BrokenConnectionException;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** Whatever a space sends for a list is a list, or an error that says so. */
public class ObjectListFuzzTest {
  @FuzzTest
  public void anythingIsAListOrADocumentedError(byte[] data) throws IOException {
    try {
      ObjectListParser.list(
          new ByteArrayInputStream(data), "The list", "a/", ListLimits.DEFAULTS, new Sane());
    } catch (SpaceException | BrokenConnectionException documented) {
      // as it should be
    }
    try {
      ObjectListParser.level(
          new ByteArrayInputStream(data), "The list", "a/", ListLimits.DEFAULTS, new Sane());
    } catch (SpaceException | BrokenConnectionException documented) {
      // as it should be
    }
    try {
      ObjectListParser.one(new ByteArrayInputStream(data), "The object", "a");
    } catch (SpaceException | BrokenConnectionException documented) {
      // as it should be
    }
  }

  private static final class Sane implements RemoteObjectVisitor<Boolean> {
    @Override
    public void visit(
        String key,
        long size,
        long lastModified,
        byte @Nullable [] hash,
        @Nullable String mimeType) {
      if (hash != null && hash.length != 32) {
        throw new AssertionError("a hash of " + hash.length + " bytes");
      }
    }

    @Override
    public Boolean result() {
      return true;
    }
  }
}
