package io.headroom.server.failure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import org.assertj.core.api.ThrowableAssert.ThrowingCallable;

/** Says in one line that a parser refuses, and how. */
public final class Refusals {
    private Refusals() {}

    public static RequestRefusedException assertRefused(int status, ThrowingCallable call) {
        RequestRefusedException refusal = catchThrowableOfType(RequestRefusedException.class, call);
        assertThat(refusal).as("refused at all").isNotNull();
        assertThat(refusal.status()).isEqualTo(status);
        assertThat(refusal.getMessage()).isNotBlank();
        return refusal;
    }
}
