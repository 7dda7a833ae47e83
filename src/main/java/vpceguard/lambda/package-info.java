/// The handlers that `template.yaml` names, their settings and their wiring.
@NullMarked
package vpceguard.lambda;

import org.jspecify.annotations.NullMarked;
