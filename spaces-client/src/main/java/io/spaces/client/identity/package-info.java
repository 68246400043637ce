/** Who asks: decentralised identifiers, wallets that sign, and what is delegated to them. */
@NullMarked
package io.spaces.client.identity;

import org.jspecify.annotations.NullMarked;
