package io.spaces.client.testkit;

import io.spaces.client.identity.Wallet;
import java.util.Set;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/**
 * Gives a test a running {@link SpaceServer} and the {@link Wallet} of its app, as parameters or by
 * {@link #server} and {@link #wallet}.
 *
 * <pre>{@code
 * @ExtendWith(SpaceServerExtension.class)
 * class MyBackupTest {
 *   @Test
 *   void backsUp(SpaceServer server, Wallet wallet, @TempDir Path folder) { … }
 * }
 * }</pre>
 *
 * <p>With {@code @ExtendWith}, or as an instance field with {@code @RegisterExtension}, every test
 * has a fresh server. Made by {@link #with} in a <em>static</em> field, one server serves all tests
 * of the class. Servers are closed by JUnit.
 */
@SuppressWarnings("exports") // see module-info
public final class SpaceServerExtension
    implements BeforeAllCallback, BeforeEachCallback, ParameterResolver {
  private static final Set<Class<?>> TYPES = Set.of(SpaceServer.class, Wallet.class);

  private final Namespace namespace = Namespace.create(SpaceServerExtension.class, this);
  private final Supplier<SpaceServer> maker;
  private final boolean field;
  private volatile @Nullable SpaceServer current;

  /** For {@code @ExtendWith}: a fresh server in memory for every test. */
  public SpaceServerExtension() {
    this(SpaceServer::inMemory, false);
  }

  private SpaceServerExtension(Supplier<SpaceServer> maker, boolean field) {
    this.maker = maker;
    this.field = field;
  }

  /**
   * For a field with {@code @RegisterExtension}: servers made to measure.
   *
   * @param maker makes a server that has not started
   * @return an extension
   */
  public static SpaceServerExtension with(Supplier<SpaceServer> maker) {
    return new SpaceServerExtension(maker, true);
  }

  /**
   * For a field with {@code @RegisterExtension}: servers in memory.
   *
   * @return an extension
   */
  public static SpaceServerExtension inMemory() {
    return with(SpaceServer::inMemory);
  }

  /**
   * Returns the server of the test that runs, or of the class when it is shared.
   *
   * @return a server that listens
   * @throws IllegalStateException when no test runs
   */
  public SpaceServer server() {
    SpaceServer server = current;
    if (server == null) {
      throw new IllegalStateException("There is a server only while a test runs");
    }
    return server;
  }

  /**
   * Returns the wallet of the server's app.
   *
   * @return the same as {@code server().wallet()}
   */
  public Wallet wallet() {
    return server().wallet();
  }

  @Override
  public void beforeAll(ExtensionContext context) {
    // JUnit calls this for a field only when the field is static.
    if (field) {
      current = start(context);
    }
  }

  @Override
  public void beforeEach(ExtensionContext context) {
    current = find(context);
  }

  private SpaceServer find(ExtensionContext context) {
    SpaceServer known = context.getStore(namespace).get(SpaceServer.class, SpaceServer.class);
    return known != null ? known : start(context);
  }

  private SpaceServer start(ExtensionContext context) {
    SpaceServer server = maker.get().start();
    context.getStore(namespace).put(SpaceServer.class, server);
    return server;
  }

  @Override
  public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
    return TYPES.contains(parameter.getParameter().getType());
  }

  @Override
  public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
    SpaceServer server = find(context);
    return parameter.getParameter().getType() == Wallet.class ? server.wallet() : server;
  }
}
