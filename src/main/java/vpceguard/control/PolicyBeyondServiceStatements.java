package vpceguard.control;

import vpceguard.perimeter.Clause;

/// Finds a policy that lets through calls which the perimeter's `only` statements for the service do not
/// allow.
final class PolicyBeyondServiceStatements extends EndpointControl {
    PolicyBeyondServiceStatements() {
        super(
                Clause.STATEMENTS.controlId(),
                "the endpoint policy lets through more than the service's statements",
                Clause.STATEMENTS.defaultLevel(),
                Matter.POLICY);
    }

    @Override
    public ControlResult check(Subject subject) {
        return Beyond.check(Clause.STATEMENTS, subject);
    }
}
