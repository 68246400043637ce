/** Tests of the soak's own parts. */
@org.jspecify.annotations.NullMarked
package io.spaces.client.testkit.soak;
