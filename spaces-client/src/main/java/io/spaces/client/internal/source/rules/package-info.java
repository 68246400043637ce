/** Which files are wanted: globs, as .gitignore has them. */
@NullMarked
package io.spaces.client.internal.source.rules;

import org.jspecify.annotations.NullMarked;
