package vpceguard.flow;

import vpceguard.perimeter.Budgets;

/// What a notice says when somebody undoes this function's repairs again and again.
final class Fight {
    private Fight() {}

    static String sentence(Ledger.Budget budget, Budgets budgets) {
        return switch (budget) {
            case POLICY_OF_ENDPOINT ->
                "the endpoint's policy was tightened " + times(budgets.policyPerEndpointPerDay())
                        + " today and opened again; the next sweep, within the hour, tightens it again. Change the"
                        + " policy where it comes from: paste the policy after into the stack or pipeline";
            case NETWORK_OF_ENDPOINT ->
                "the endpoint's network settings were put back " + times(budgets.networkPerEndpointPerDay())
                        + " today; they are left to you now";
            case NETWORK_OF_ACCOUNT ->
                "network settings of endpoints in this account were put back "
                        + times(budgets.networkPerAccountPerHour()) + " this hour; they are left to you now";
        };
    }

    private static String times(int number) {
        return number == 1 ? "once" : number + " times";
    }
}
