/**
 * A DID Space to test against: {@link io.spaces.client.testkit.SpaceServer} in the same process or
 * on disk, {@link io.spaces.client.testkit.SpaceServerExtension} for JUnit, {@link
 * io.spaces.client.testkit.SpaceAssertions} for AssertJ, and builders for wallets, file trees,
 * clocks and seeded properties.
 */
@NullMarked
package io.spaces.client.testkit;

import org.jspecify.annotations.NullMarked;
