package vpceguard.perimeter;

import java.util.List;
import vpceguard.policy.Statement;

/// What a perimeter says of one service beyond who is trusted. Both lists are Allow statements for
/// everybody.
///
/// @param also let through besides, whoever calls and whatever is called upon
/// @param only the most that is let through; empty for no limit
public record ServiceRule(List<Statement> also, List<Statement> only) {
    public static final ServiceRule NONE = new ServiceRule(List.of(), List.of());

    public ServiceRule {
        also = List.copyOf(also);
        only = List.copyOf(only);
    }
}
