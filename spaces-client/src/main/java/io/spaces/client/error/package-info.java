/**
 * The errors this library throws: a few unchecked kinds under {@link
 * io.spaces.client.error.SpaceException}.
 */
@NullMarked
package io.spaces.client.error;

import org.jspecify.annotations.NullMarked;
