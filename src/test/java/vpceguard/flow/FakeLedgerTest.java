package vpceguard.flow;

class FakeLedgerTest extends LedgerCases {
    private final FakeLedger ledger = new FakeLedger(new Calls());

    @Override
    protected Ledger ledger() {
        return ledger;
    }
}
