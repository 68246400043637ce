package io.spaces.client.internal.protocol;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.spaces.client.error.InvalidParameterException;
import java.net.URI;

/** Any text is an endpoint, or refused as one; and what was accepted means the same once more. */
public class EndpointFuzzTest {
  @FuzzTest
  public void anyTextIsAnEndpointOrADocumentedError(byte[] data) {
    String text = new String(data, UTF_8);
    Endpoint endpoint;
    try {
      endpoint = Endpoint.parse(text);
    } catch (InvalidParameterException documented) {
      return;
    }
    assertThat(Endpoint.parse(endpoint.toString())).isEqualTo(endpoint);
    URI uri = URI.create(endpoint.toString());
    assertThat(uri.getHost()).isEqualTo(endpoint.host());
    assertThat(uri.getRawUserInfo()).isNull();
    assertThat(endpoint.isSecure()).isEqualTo("https".equals(uri.getScheme()));
  }
}
