"""What a campaign changed: who is left alone to compare with, how large an effect can be seen."""
