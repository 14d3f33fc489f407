/// What training minimises, with its gradient. Values and gradients are those of PyTorch's functions
/// with the reduction "mean".
public enum Loss {}
