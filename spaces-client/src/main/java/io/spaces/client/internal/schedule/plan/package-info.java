/** Plans as they are written down, and as they are run: sources, secrets and databases. */
@NullMarked
package io.spaces.client.internal.schedule.plan;

import org.jspecify.annotations.NullMarked;
