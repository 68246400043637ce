package shop;

import io.spaces.client.SpaceClient;
import io.spaces.client.error.SpaceException;

/** Is told which library is too old, which version of it was found, and where: each time. */
public final class OlderOkHttp {
  public static void main(String[] args) {
    for (int attempt = 1; attempt <= 2; attempt++) {
      try {
        SpaceClient.builder().build().close();
        throw new AssertionError("the client was opened beside OkHttp 4.12.0");
      } catch (SpaceException e) {
        System.out.println(e.getMessage());
        expect(e, "com.squareup.okhttp3:okhttp-jvm is needed in version 5.0 or later");
        expect(e, "but 4.12.0 in file:/");
        expect(e, "/okhttp-4.12.0.jar was found");
      }
    }
  }

  private static void expect(SpaceException e, String words) {
    if (!e.getMessage().contains(words)) {
      throw new AssertionError("no word of " + words, e);
    }
  }
}
