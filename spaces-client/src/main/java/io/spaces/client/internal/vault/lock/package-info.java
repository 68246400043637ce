/** Who may change a vault at a time. */
@NullMarked
package io.spaces.client.internal.vault.lock;

import org.jspecify.annotations.NullMarked;
