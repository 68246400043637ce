/** Jobs and leases in a database that nodes share. */
@NullMarked
package io.spaces.client.internal.schedule.jdbc;

import org.jspecify.annotations.NullMarked;
