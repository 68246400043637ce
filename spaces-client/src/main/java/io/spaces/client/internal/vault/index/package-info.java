/** Which blob lies where. */
@NullMarked
package io.spaces.client.internal.vault.index;

import org.jspecify.annotations.NullMarked;
