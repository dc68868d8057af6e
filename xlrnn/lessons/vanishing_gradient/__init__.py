"""The article's section on vanishing and exploding gradients: four networks side by side."""
