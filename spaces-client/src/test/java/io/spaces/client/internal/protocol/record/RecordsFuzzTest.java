package io.spaces.client.internal.protocol.record;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.spaces.client.error.SpaceException;
import io.spaces.client.internal.http.BrokenConnectionException;
import io.spaces.client.internal.protocol.object.PlainYes;
import java.io.ByteArrayInputStream;
import java.io.IOException;

/** Whatever a space sends for records is records, or an error that says so. */
public class RecordsFuzzTest {
  @FuzzTest
  public void anythingIsRecordsOrADocumentedError(byte[] data) throws IOException {
    PlainYes.isBody(data, null);
    PlainYes.tellsOfError(data);
    try {
      RecordJson.readPage(new ByteArrayInputStream(data), "The page", null);
    } catch (SpaceException | BrokenConnectionException documented) {
      // as it should be
    }
    try {
      RecordJson.readRecord(new ByteArrayInputStream(data), "The record");
    } catch (SpaceException | BrokenConnectionException documented) {
      // as it should be
    }
  }
}
