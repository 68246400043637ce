/** What stands between the JDK's HTTP server and the routes: calls, answers, multipart bodies. */
@NullMarked
package io.spaces.client.testkit.internal.http;

import org.jspecify.annotations.NullMarked;
