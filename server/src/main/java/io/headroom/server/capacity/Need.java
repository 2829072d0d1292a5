package io.headroom.server.capacity;

import io.headroom.server.escrow.Amount;
import io.headroom.server.escrow.Grant;

/** Room that a request waits for while the shared ledger is asked. Guarded by its account's lock. */
final class Need {
    private final Amount amount;
    private final boolean patient;
    private boolean served;
    private boolean refused;
    private boolean hopeless;
    /** The first recall after this need came up; below 0 when there was none yet. */
    private long recall = -1;

    /** @param patient whether other nodes should be asked for what they do not use */
    Need(Amount amount, boolean patient) {
        this.amount = amount;
        this.patient = patient;
    }

    Amount amount() {
        return amount;
    }

    boolean isToBeRecalled() {
        return patient && recall < 0;
    }

    /** @param recalled whether the ledger was told to ask the other nodes */
    void answered(Grant grant, boolean recalled) {
        served = true;
        refused = grant.refused();
        if (!refused) {
            return;
        }
        if (recalled && recall < 0) {
            recall = grant.root().recall();
        }
        hopeless =
                !patient || grant.answeredByAll() == Long.MAX_VALUE || (recall >= 0 && grant.answeredByAll() >= recall);
    }

    /** Whether it was part of a round since the last time somebody looked. */
    boolean takeServed() {
        boolean was = served;
        served = false;
        return was;
    }

    boolean isRefused() {
        return refused;
    }

    /** Every node has given back what it does not use, and still there is no room. */
    boolean isHopeless() {
        return refused && hopeless;
    }
}
