/** Where a space keeps bytes: memory, a folder, or nowhere. */
@NullMarked
package io.spaces.client.testkit.internal.storage;

import org.jspecify.annotations.NullMarked;
