/** Who asks: accounts, their passwords, and what happens when somebody guesses. Knows neither HTTP nor what people may do. */
@NullMarked
package io.headroom.server.account;

import org.jspecify.annotations.NullMarked;
