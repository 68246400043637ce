/** What a run is to do: checked, complete, and the same for all who take part in it. */
@NullMarked
package io.spaces.client.internal.spec;

import org.jspecify.annotations.NullMarked;
