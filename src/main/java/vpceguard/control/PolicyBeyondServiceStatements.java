package vpceguard.control;

import vpceguard.perimeter.Clause;
import vpceguard.perimeter.Level;

/// Calls pass that the perimeter's `only` statements for the service do not name.
final class PolicyBeyondServiceStatements implements EndpointControl {
    @Override
    public String id() {
        return Clause.STATEMENTS.controlId();
    }

    @Override
    public String title() {
        return "the endpoint policy lets through more than the service's statements";
    }

    @Override
    public Level defaultLevel() {
        return Clause.STATEMENTS.defaultLevel();
    }

    @Override
    public ControlResult check(Subject subject) {
        return Beyond.check(Clause.STATEMENTS, subject);
    }
}
