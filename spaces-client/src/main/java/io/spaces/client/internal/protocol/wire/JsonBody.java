package io.spaces.client.internal.protocol.wire;

import io.spaces.client.internal.http.RequestBody;
import java.io.IOException;
import java.io.OutputStream;

/** A body of JSON, in memory. */
public final class JsonBody implements RequestBody {
  private final byte[] json;

  public JsonBody(byte[] json) {
    this.json = json;
  }

  @Override
  public String contentType() {
    return "application/json";
  }

  @Override
  public long length() {
    return json.length;
  }

  @Override
  public void writeTo(OutputStream out) throws IOException {
    out.write(json);
  }
}
