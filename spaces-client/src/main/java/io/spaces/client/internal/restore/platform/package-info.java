/** What a platform's files can be and have: names, times, modes, and how they fail. */
@NullMarked
package io.spaces.client.internal.restore.platform;

import org.jspecify.annotations.NullMarked;
