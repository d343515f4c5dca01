"""What the house is made of that others wrote: listed, licensed, and held against what is known to be vulnerable."""
