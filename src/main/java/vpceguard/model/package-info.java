/// What AWS says an endpoint is: ids, names, kinds and states, without judgement.
@NullMarked
package vpceguard.model;

import org.jspecify.annotations.NullMarked;
