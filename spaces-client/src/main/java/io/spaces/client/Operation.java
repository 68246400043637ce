package io.spaces.client;

/**
 * An operation of which it is still open on what: {@code client.backup().blocklet()} backs a
 * blocklet up. Today a blocklet is the one thing there is; others get methods of their own here.
 *
 * @param <B> the builder that takes the operation's parameters
 * @since 0.1.0
 */
public interface Operation<B> {
  /**
   * The operation on a blocklet: an application and its data.
   *
   * @return a new builder, not safe for use by several threads
   */
  B blocklet();
}
