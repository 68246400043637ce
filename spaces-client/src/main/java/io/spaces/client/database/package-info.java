/** Getting databases back: from their dumps, into a new one or in the place of the one in use. */
@NullMarked
package io.spaces.client.database;

import org.jspecify.annotations.NullMarked;
