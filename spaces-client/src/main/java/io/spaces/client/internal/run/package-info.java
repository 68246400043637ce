/** One backup or restore from start to end: the order of steps, its record, its result. */
@NullMarked
package io.spaces.client.internal.run;

import org.jspecify.annotations.NullMarked;
