/**
 * Recipes: each shows one thing in one short {@code main}. Without arguments they run on a space of
 * their own, in memory; with an endpoint and a folder as arguments, and the wallet's secret key in
 * the environment variable {@code SPACES_SECRET_KEY}, on a real one.
 */
@NullMarked
package io.spaces.client.examples.recipes;

import org.jspecify.annotations.NullMarked;
