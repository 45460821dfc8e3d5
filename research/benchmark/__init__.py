"""Our themes beside those of other methods, on the same sentence vectors. No part of the product leans on this."""
