package io.spaces.client.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import io.spaces.client.identity.Wallet;
import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Which test gets which server. */
class ExtensionTest {
  private static final Set<String> FRESH = new HashSet<>();
  private static final Set<String> OF_FIELDS = new HashSet<>();
  private static final Set<String> SHARED = new HashSet<>();

  @Nested
  @ExtendWith(SpaceServerExtension.class)
  class ByAnnotation {
    @RepeatedTest(2)
    void isFreshForEveryTest(SpaceServer server, Wallet wallet) {
      assertThat(FRESH.add(server.endpoint())).isTrue();
      assertThat(server.wallet()).isSameAs(wallet);
      assertThat(RawClient.of(server, wallet).put("a", "1").statusCode()).isEqualTo(200);
    }
  }

  @Nested
  class ByField {
    @RegisterExtension final SpaceServerExtension space = SpaceServerExtension.inMemory();

    @RepeatedTest(2)
    void isFreshForEveryTest(SpaceServer server) {
      assertThat(OF_FIELDS.add(server.endpoint())).isTrue();
      assertThat(space.server()).isSameAs(server);
      assertThat(space.wallet()).isSameAs(server.wallet());
    }
  }

  @Nested
  class ByStaticField {
    @RegisterExtension
    static final SpaceServerExtension SPACE = SpaceServerExtension.with(SpaceServer::inMemory);

    @RepeatedTest(2)
    void isSharedByAllTests(SpaceServer server) {
      SHARED.add(server.endpoint());
      assertThat(SHARED).hasSize(1);
      assertThat(SPACE.server()).isSameAs(server);
    }
  }
}
